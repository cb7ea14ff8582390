-- not_followed_reasons: Varför ett förslag inte följs | Why a proposal is not followed
-- sv:      Skäl att välja bland.
-- en:      Reasons to choose from.
-- Kind:    table
-- Roles:   manager, analyst
-- Reads:   core.not_followed_reasons
-- Column:  text | Skäl | Reason (Swedish)
-- Column:  value | Kod | Code
-- Column:  text_en | Skäl (engelska) | Reason
-- Column:  needs_words | Behöver egna ord | Needs words
-- Column:  is_of_score | Gäller uppskattningen | Of the estimate
SELECT title_sv AS text, reason AS value, title_en AS text_en, needs_words, is_of_score
FROM core.not_followed_reasons
ORDER BY position
