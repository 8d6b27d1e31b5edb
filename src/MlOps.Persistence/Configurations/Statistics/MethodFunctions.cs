using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>The methods that compare a reference with current data, by their ids.</summary>
internal static class MethodFunctions
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_drift_methods(for_numbers boolean)", Methods);
        builder.HasSqlFunction("mlops_require_method(method text, edges double precision[])", RequireMethod);
        builder.HasSqlFunction("mlops_compare_counts(method text, reference bigint[], current bigint[])", CompareCounts);
    }

    private const string Methods = """
        RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE WHEN for_numbers
                THEN ARRAY['hellinger', 'hellinger_doane', 'hellinger_edges', 'js_bit', 'js_doane_bit', 'js_edges_bit', 'js_nat', 'kl_sturges',
                    'ks_asymp', 'ks_exact',
                    'mean_difference', 'psi_deciles', 'psi_edges', 'psi_sturges', 'wasserstein', 'wasserstein_normed', 'wasserstein_scaled']
                ELSE ARRAY['chi_square', 'chi_square_fit', 'cramers_v', 'hellinger_categories', 'js_categories_bit', 'js_categories_nat',
                    'l_infinity', 'psi_categories', 'psi_categories_floor', 'total_variation'] END
        $function$
        """;

    private const string RequireMethod = """
        RETURNS void LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
        BEGIN
            IF (method = ANY (mlops_drift_methods(true) || mlops_drift_methods(false))) IS NOT TRUE THEN
                RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(
                    'The method %L is unknown. For numbers there are %s. For categories there are %s.', method,
                    array_to_string(mlops_drift_methods(true), ', '), array_to_string(mlops_drift_methods(false), ', '));
            ELSIF (method IN ('hellinger_edges', 'js_edges_bit', 'psi_edges')) <> (edges IS NOT NULL) THEN
                RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format(
                    'The methods hellinger_edges, js_edges_bit and psi_edges need edges, and no other one takes any; the method was %L.', method);
            END IF;
        END $function$
        """;

    // The statistic of counts in the same bins, or of the same categories. Without a count on one side, nothing is defined.
    private const string CompareCounts = """
        RETURNS TABLE (statistic double precision, p_value double precision) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
        BEGIN
            CASE method
                WHEN 'psi_sturges', 'psi_categories', 'psi_named' THEN statistic := mlops_psi(reference, current);
                WHEN 'psi_deciles', 'psi_edges' THEN statistic := mlops_psi(reference, current, 0.0001);
                WHEN 'psi_categories_floor' THEN statistic := mlops_psi(reference, current, 0.01);
                WHEN 'kl_sturges' THEN statistic := mlops_kl(reference, current);
                WHEN 'js_nat', 'js_categories_nat' THEN statistic := mlops_js(reference, current);
                WHEN 'js_bit', 'js_doane_bit', 'js_edges_bit', 'js_categories_bit', 'js_named_bit' THEN statistic := mlops_js(reference, current, true);
                WHEN 'hellinger', 'hellinger_doane', 'hellinger_edges', 'hellinger_categories', 'hellinger_named' THEN statistic := mlops_hellinger(reference, current);
                WHEN 'l_infinity' THEN statistic := mlops_l_infinity(reference, current);
                WHEN 'total_variation' THEN statistic := mlops_total_variation(reference, current);
                WHEN 'chi_square_fit' THEN SELECT t.* INTO statistic, p_value FROM mlops_chi_square_fit(reference, current) AS t;
                WHEN 'chi_square' THEN SELECT t.* INTO statistic, p_value FROM mlops_chi_square(reference, current) AS t;
                WHEN 'cramers_v' THEN SELECT t.* INTO statistic, p_value FROM mlops_cramers_v(reference, current) AS t;
                ELSE RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('The method %L compares no counts.', method);
            END CASE;
            RETURN NEXT;
        END $function$
        """;
}
