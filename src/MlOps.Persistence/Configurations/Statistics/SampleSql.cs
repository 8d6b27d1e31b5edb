namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>What functions that run the statement of a sample have in common.</summary>
internal static class SampleSql
{
    public const string Parameters =
        """
        sample text, features integer, service text, from_time timestamptz, to_time timestamptz,
        reference_from timestamptz, reference_to timestamptz, segment_names text[]
        """;

    /// <summary>
    /// The tenant of the session. Policies separate tenants already, but for a superuser, who has none. Null for one that named no tenant.
    /// </summary>
    public const string Tenant = $"nullif(current_setting('{MlOpsPostgresFeatures.TenantSetting}', true), '')::uuid";

    /// <summary>What a comparison of both sides returns, for each feature and segment.</summary>
    public const string Answer =
        """
        RETURNS TABLE (at integer, i integer, used_method text, statistic double precision, p_value double precision,
            reference_size bigint, current_size bigint, bin_edges double precision[], categories text[],
            reference_counts bigint[], current_counts bigint[])
        LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off SET extra_float_digits = 1 AS $function$
        """;
}
