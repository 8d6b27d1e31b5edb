using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>
/// How far two lists of counts are from each other: those of the same bins, or of the same categories. Lists of different lengths and a
/// side without a count have no distance, so the answer is null.
/// </summary>
internal static class ShareFunctions
{
    private const string Counts = "(reference bigint[], current bigint[])";

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlFunction("mlops_shares(counts bigint[], least_share double precision DEFAULT 0)", Shares);
        builder.HasSqlFunction("mlops_fill_zeros(shares double precision[])", FillZeros);
        builder.HasSqlFunction("mlops_psi(reference bigint[], current bigint[], least_share double precision DEFAULT NULL)", Psi);
        builder.HasSqlFunction($"mlops_kl{Counts}", Kl);
        builder.HasSqlFunction("mlops_js(reference bigint[], current bigint[], in_bits boolean DEFAULT false)", Js);
        builder.HasSqlFunction($"mlops_hellinger{Counts}", Hellinger);
        builder.HasSqlFunction($"mlops_l_infinity{Counts}", LInfinity);
        builder.HasSqlFunction($"mlops_total_variation{Counts}", TotalVariation);
    }

    // Counts as shares of their sum, each raised to the least.
    private const string Shares = """
        RETURNS double precision[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE WHEN t.total > 0
                THEN ARRAY(SELECT greatest(c.n / t.total, least_share) FROM unnest(counts) WITH ORDINALITY AS c (n, at) ORDER BY c.at) END
            FROM (SELECT sum(c.n)::double precision AS total FROM unnest(counts) AS c (n)) AS t
        $function$
        """;

    // A share of 0 becomes 0.0001, or a millionth of the smallest other one if that is not above 0.0001.
    private const string FillZeros = """
        RETURNS double precision[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT ARRAY(
                SELECT CASE WHEN s.share > 0 THEN s.share WHEN l.smallest <= 0.0001 THEN l.smallest * 1e-6 ELSE 0.0001 END
                FROM unnest(shares) WITH ORDINALITY AS s (share, at) ORDER BY s.at)
            FROM (SELECT min(s.share) AS smallest FROM unnest(shares) AS s (share) WHERE s.share > 0) AS l
        $function$
        """;

    // The population stability index. Shares of 0 are filled as above, or all are raised to the least.
    private const string Psi = """
        RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
            SELECT CASE WHEN cardinality(reference) = cardinality(current) AND cardinality(s.r) = cardinality(s.c) THEN
                (SELECT sum((p.r - p.c) * ln(p.r / p.c)) FROM unnest(s.r, s.c) AS p (r, c)) END
            FROM (SELECT CASE WHEN least_share IS NULL THEN mlops_fill_zeros(mlops_shares(reference)) ELSE mlops_shares(reference, least_share) END,
                CASE WHEN least_share IS NULL THEN mlops_fill_zeros(mlops_shares(current)) ELSE mlops_shares(current, least_share) END) AS s (r, c)
        $function$
        """;

    // The divergence of Kullback and Leibler of the reference from the current shares, in nats, after both were filled as above.
    private const string Kl = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (
                SELECT greatest(0, sum(p.r / p.whole_r * ln(p.r / p.whole_r / (p.c / p.whole_c))))
                FROM (SELECT u.r, u.c, sum(u.r) OVER () AS whole_r, sum(u.c) OVER () AS whole_c FROM unnest(s.r, s.c) AS u (r, c)) AS p) END
            FROM (SELECT mlops_fill_zeros(mlops_shares(reference)), mlops_fill_zeros(mlops_shares(current))) AS s (r, c)
        $function$
        """;

    // The distance of Jensen and Shannon: the root of the mean divergence of both from their mean.
    private const string Js = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (
                SELECT sqrt(greatest(0, sum(
                    CASE WHEN p.r = 0 THEN 0 ELSE p.r * ln(p.r / ((p.r + p.c) / 2)) END
                    + CASE WHEN p.c = 0 THEN 0 ELSE p.c * ln(p.c / ((p.r + p.c) / 2)) END)) / 2 / CASE WHEN in_bits THEN ln(2) ELSE 1 END)
                FROM unnest(s.r, s.c) AS p (r, c)) END
            FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)
        $function$
        """;

    private const string Hellinger = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (
                SELECT sqrt(sum((sqrt(p.r) - sqrt(p.c)) * (sqrt(p.r) - sqrt(p.c))) / 2) FROM unnest(s.r, s.c) AS p (r, c)) END
            FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)
        $function$
        """;

    // The largest difference between two shares.
    private const string LInfinity = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (SELECT max(abs(p.r - p.c)) FROM unnest(s.r, s.c) AS p (r, c)) END
            FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)
        $function$
        """;

    // Half the sum of all differences between shares.
    private const string TotalVariation = """
        RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
            SELECT CASE WHEN cardinality(s.r) = cardinality(s.c) THEN (SELECT sum(abs(p.r - p.c)) / 2 FROM unnest(s.r, s.c) AS p (r, c)) END
            FROM (SELECT mlops_shares(reference), mlops_shares(current)) AS s (r, c)
        $function$
        """;
}
