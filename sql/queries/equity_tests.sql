-- equity_tests: Spelar plats och person någon roll | Do place and person matter
-- sv:      Sannolikheten att se så stora skillnader om området eller handläggaren inte spelade någon roll. Under 0,05 är svårt att förklara
--          med slumpen.
-- en:      The probability of such differences if area or officer made none. Below 0.05 is hard to explain by chance.
-- Kind:    table
-- Roles:   leader, analyst, planner, service
-- Reads:   model.current_runs, model.equity_tests
-- Column:  test | Prövning, kod | Test, code
-- Column:  title | Prövning | Test
-- Column:  p_value | p-värde | p-value
-- Column:  answer | Svar | Answer
SELECT
    tests.test AS test,
    transform(toString(tests.test), ['area', 'officer', 'any'], $__inLanguage(['Området', 'Handläggaren', 'Något av dem'], ['The area', 'The officer', 'Either of them']), toString(tests.test)) AS title,
    tests.p_value AS p_value,
    multiIf(tests.p_value < 0.01, $__inLanguage('Spelar roll', 'Matters'), tests.p_value < 0.05, $__inLanguage('Spelar troligen roll', 'Probably matters'), $__inLanguage('Kan vara slump', 'May be chance')) AS answer
FROM model.equity_tests AS tests
WHERE tests.run_id IN (SELECT runs.run_id FROM model.current_runs AS runs WHERE runs.model = 'equity')
ORDER BY test
