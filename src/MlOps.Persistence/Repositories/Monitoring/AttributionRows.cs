using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>How many predictions of two windows have attributions of a method, with hashes of their ids and attributions.</summary>
internal sealed record AttributionRows(string Method, long ReferenceSize, long CurrentSize, long ReferenceHash, long CurrentHash)
{
    public static Task<List<AttributionRows>> ListAsync(
        MlOpsDbContext context, string service, TimeWindow reference, TimeWindow current, CancellationToken cancellationToken)
    {
        var p = context.GetTable<Prediction>("p");
        return context.QuerySql<AttributionRows>(
            $"""
            SELECT s.method AS "Method", count(*) FILTER (WHERE s.is_reference) AS "ReferenceSize",
                count(*) FILTER (WHERE s.is_current) AS "CurrentSize",
                coalesce(bit_xor(s.hash) FILTER (WHERE s.is_reference), 0) AS "ReferenceHash",
                coalesce(bit_xor(s.hash) FILTER (WHERE s.is_current), 0) AS "CurrentHash"
            FROM (
                SELECT {p[x => x.AttributionMethod]} AS method,
                    hash_array_extended({p[x => x.Attributions]}, uuid_hash_extended({p[x => x.Id]}, 0)) AS hash,
                    {p[x => x.CreatedAt]} >= {reference.Start} AND {p[x => x.CreatedAt]} < {reference.End} AS is_reference,
                    {p[x => x.CreatedAt]} >= {current.Start} AND {p[x => x.CreatedAt]} < {current.End} AS is_current
                FROM {p}
                WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = {service}
                    AND {p[x => x.AttributionMethod]} IS NOT NULL
                    AND (({p[x => x.CreatedAt]} >= {reference.Start} AND {p[x => x.CreatedAt]} < {reference.End})
                        OR ({p[x => x.CreatedAt]} >= {current.Start} AND {p[x => x.CreatedAt]} < {current.End}))) AS s
            GROUP BY s.method
            ORDER BY s.method
            """).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Sums up the attributions of a method, by the names of the features. A schema gives their places. Predictions with more or fewer
    /// attributions than their schema has features do not count, nor does what is missing or no number, or would make a sum overflow.
    /// </summary>
    public static Task<List<AttributionShare>> ListSharesAsync(
        MlOpsDbContext context,
        string service,
        string method,
        TimeWindow reference,
        TimeWindow current,
        CancellationToken cancellationToken)
    {
        var (p, f, t) = (
            context.GetTable<Prediction>("p"), context.GetTable<SchemaFeature>("f"), context.GetTable<FeatureSchema>("t"));
        return context.QuerySql<AttributionShare>(
            $"""
            WITH summed AS (
                SELECT s.schema, a.at,
                    sum(abs(a.value)) FILTER (WHERE s.is_reference) AS before, count(*) FILTER (WHERE s.is_reference) AS before_count,
                    sum(abs(a.value)) FILTER (WHERE s.is_current) AS now, count(*) FILTER (WHERE s.is_current) AS now_count
                FROM (
                    SELECT {p[x => x.FeatureSchemaId]} AS schema, {p[x => x.Attributions]} AS given,
                        {p[x => x.CreatedAt]} >= {reference.Start} AND {p[x => x.CreatedAt]} < {reference.End} AS is_reference,
                        {p[x => x.CreatedAt]} >= {current.Start} AND {p[x => x.CreatedAt]} < {current.End} AS is_current
                    FROM {p}
                    WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = {service}
                        AND {p[x => x.AttributionMethod]} = {method}
                        AND (({p[x => x.CreatedAt]} >= {reference.Start} AND {p[x => x.CreatedAt]} < {reference.End})
                            OR ({p[x => x.CreatedAt]} >= {current.Start} AND {p[x => x.CreatedAt]} < {current.End}))) AS s
                JOIN {t} ON {t[x => x.TenantId]} = {context.TenantId} AND {t[x => x.Id]} = s.schema
                    AND cardinality(s.given) = {t[x => x.NumberCount]} + {t[x => x.CategoryCount]}
                CROSS JOIN LATERAL unnest(s.given) WITH ORDINALITY AS a (value, at)
                WHERE abs(a.value) < 1e290
                GROUP BY s.schema, a.at)
            SELECT {f[x => x.Name]} AS "Feature", coalesce(sum(u.before) / nullif(sum(u.before_count), 0), 0)::double precision AS "Reference",
                coalesce(sum(u.now) / nullif(sum(u.now_count), 0), 0)::double precision AS "Current"
            FROM summed AS u
            JOIN {f} ON {f[x => x.TenantId]} = {context.TenantId} AND {f[x => x.SchemaId]} = u.schema AND {f[x => x.Ordinal]} = u.at
            GROUP BY {f[x => x.Name]}
            ORDER BY {f[x => x.Name]}
            """).ToListAsync(cancellationToken);
    }
}
