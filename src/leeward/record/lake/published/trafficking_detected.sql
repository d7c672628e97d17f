-- Trafficking as states detect, prosecute and convict it, by year; cells below five stay an interval.
-- title: UNODC, detected trafficking
-- source: UNODC data portal, Global Report on Trafficking in Persons
-- licence: free use with attribution to UNODC
-- needs: iso3, country, region, subregion, indicator, dimension, category, sex, age, year, value
-- day DATE: The first day of the year.
-- region VARCHAR: The region.
-- subregion VARCHAR: The subregion.
-- country VARCHAR: The country; none for what is given for a whole region.
-- code VARCHAR: The three letters of the country, or the region's own code.
-- indicator VARCHAR: What is counted.
-- dimension VARCHAR: By what it is broken down; the same people are counted again under each.
-- category VARCHAR: The form of exploitation, citizenship or country of the breakdown; Total where there is none.
-- sex VARCHAR: Female, Male, Other, Unknown, or Total for all of them.
-- age VARCHAR: The group of age, or Total for all of them.
-- low BIGINT: The figure, or 0 where less than five is all that is said.
-- high BIGINT: The figure, or 4 where less than five is all that is said.
SELECT make_date(year, 1, 1) AS day, region, subregion, country, iso3 AS code, indicator, dimension, category, sex, age,
    CASE WHEN value = '<5' THEN 0 ELSE try_cast(replace(value, ',', '') AS BIGINT) END AS low,
    CASE WHEN value = '<5' THEN 4 ELSE try_cast(replace(value, ',', '') AS BIGINT) END AS high
FROM source
ORDER BY indicator, dimension, category, sex, age, country, day
