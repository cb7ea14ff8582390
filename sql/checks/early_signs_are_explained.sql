-- Points come with signs and sentences, one sentence in each language for each sign, and only the ranked are flagged.
SELECT client_id, month, points, signs, sentences_sv, month_rank, is_flagged
FROM mart.early_signs
WHERE (points > 0) != notEmpty(signs) OR length(signs) != length(sentences_sv) OR length(signs) != length(sentences_en)
    OR is_evident != (month_rank = 0) OR is_flagged AND (is_evident OR points = 0);
