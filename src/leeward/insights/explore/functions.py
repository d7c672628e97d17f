"""The functions that a query may call, and words of SQL: for the check, and for completion. What is not here does not run.

Left out on purpose: whatever reads files or settings, says something of the server or its process, runs another text as SQL,
waits, writes a log, or counts on from one query to the next.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


AGGREGATES = _words(
    """
    any_value approx_count_distinct approx_quantile approx_top_k arg_max arg_max_null arg_min arg_min_null argmax argmin
    array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star countif covar_pop covar_samp
    entropy favg first fsum geomean geometric_mean group_concat histogram kahan_sum kurtosis kurtosis_pop last list listagg
    mad max max_by mean median min min_by mode product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count
    regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness stddev stddev_pop
    stddev_samp string_agg sum sumkahan var_pop var_samp variance weighted_avg wavg
    """
)
WINDOWS = _words(
    """
    cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number fill
    """
)
SCALARS = _words(
    """
    abs acos age asin atan atan2 bin bit_count cardinality cbrt ceil ceiling char_length chr coalesce concat concat_ws
    contains cos cot current_date current_timestamp get_current_timestamp now today date_add date_diff date_part date_sub
    date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear decade degrees editdist3
    element_at ends_with epoch epoch_ms epoch_us era even exp extract factorial flatten floor fmod format format_bytes gamma
    gcd greatest hamming hash hex hour if ifnull ilike_escape instr isfinite isinf isnan isodow isoyear jaccard
    jaro_similarity jaro_winkler_similarity julian last_day lcase lcm least left length levenshtein lgamma like_escape ln
    log log10 log2 lower lpad ltrim make_date make_time make_timestamp make_timestamptz map map_contains map_entries
    map_extract map_from_entries map_keys map_values md5 microsecond millisecond minute mod month monthname multiply divide
    add subtract nextafter nullif not_ilike_escape not_like_escape ord pi position pow power prefix printf quarter radians
    random range regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace
    regexp_split_to_array repeat replace reverse right round round_even row rpad rtrim second sha256 sign signbit sin split
    split_part sqrt starts_with str_split strftime string_split string_to_array strip_accents strlen strpos strptime
    struct_extract struct_extract_at struct_insert struct_pack substr substring suffix tan time_bucket timezone to_base
    to_days to_hours to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years translate trim trunc
    try_strptime typeof ucase unicode unnest upper week weekday weekofyear xor year yearweek generate_series between try in
    array_extract array_slice array_to_string array_length array_contains array_value len list_aggr list_aggregate
    list_append list_apply list_avg list_cat list_concat list_contains list_count list_distinct list_element list_extract
    list_filter list_first list_has_all list_has_any list_intersect list_last list_max list_median list_min list_pack
    list_position list_prepend list_reduce list_reverse list_reverse_sort list_slice list_sort list_sum list_transform
    list_unique list_value list_where list_zip list_resize
    """
)
FUNCTIONS = AGGREGATES | WINDOWS | SCALARS
TABLE_FUNCTIONS = frozenset({"unnest", "generate_series", "range"})
WORDS = (
    "SELECT FROM WHERE GROUP BY ALL ORDER BY HAVING LIMIT JOIN LEFT JOIN USING ON WITH RECURSIVE AS DISTINCT FILTER OVER "
    "PARTITION BY QUALIFY UNION ALL CASE WHEN THEN ELSE END AND OR NOT IN BETWEEN LIKE ILIKE IS NULL INTERVAL DESC ASC"
)
