using MlOps.Postgres;

namespace MlOps.Import.Source;

/// <summary>Writes the queries that read a table.</summary>
internal sealed class SourceQuery(SourcePlan plan)
{
    private string From => plan.Tables.FromSql;

    /// <summary>The rows of one tenant, each value as text.</summary>
    /// <param name="tenants">
    /// The values of the column for the tenant. Null among them stands for rows without one; the others are the parameter of
    /// the query.
    /// </param>
    /// <param name="absorbing">The tables that read rows of this table together with their own rows.</param>
    public string WriteRowsSql(IReadOnlyCollection<string?> tenants, IEnumerable<SourcePlan> absorbing)
    {
        var columns = plan.Columns.Select(column => column.TextSql);
        if (plan.HasExtraColumns)
            columns = columns.Append(WriteExtraColumns());

        var conditions = absorbing.Select(other => other.Tables.NotAbsorbedSql).ToList();
        if (plan.Tenant is not null)
            conditions.Add(WriteTenantCondition(plan.Tenant, tenants.Contains(null)));

        var distinct = FindSql(plan.Shape.DistinctBy);
        string?[] order =
        [
            distinct, distinct is null ? null : FindSql("created_at"),
            FindSql(plan.Shape.LatestFirst) is { } latest ? $"{latest} DESC NULLS LAST" : null,
            FindSql(plan.Shape.LowestFirst),
        ];
        return (distinct is null ? "SELECT " : $"SELECT DISTINCT ON ({distinct}) ")
            + $"{string.Join(", ", columns)} {From}"
            + (conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}")
            + (order.OfType<string>().ToList() is { Count: > 0 } terms ? $" ORDER BY {string.Join(", ", terms)}" : "");
    }

    /// <summary>The keys that more than one row has; null if the source has an index against them.</summary>
    public string? WriteRepeatedKeysSql()
    {
        var keys = plan.Shape.Keys.Select(plan.Find).OfType<FoundColumn>().ToList();
        if (plan.Shape.DistinctBy is not null || (keys is [var key] && plan.Tables.IsUnique(key)))
            return null;

        var values = string.Join(", ", keys.Select(column => column.TextSql));
        return $"SELECT coalesce({values}) {From} GROUP BY 1 HAVING count(*) > 1";
    }

    /// <summary>The tenants that the rows name.</summary>
    public string WriteTenantsSql() => $"SELECT DISTINCT {plan.Tenant!.TextSql} {From}";

    // No cast where it is possible, so that an index of the source can help.
    private static string WriteTenantCondition(FoundColumn tenant, bool orNull)
    {
        var (value, values) = tenant.Type == "uuid" ? (tenant.Sql, "$1::uuid[]")
            : (tenant.IsText ? tenant.Sql : tenant.TextSql, "$1");
        return $"({value} = ANY ({values}){(orNull ? $" OR {tenant.Sql} IS NULL" : "")})";
    }

    // A column that is null gets no member; a null within a document stays. This is not jsonb, since a document that jsonb
    // refuses would end the whole query.
    private string WriteExtraColumns()
    {
        var members = plan.OtherColumns.Select(name =>
            $"({SqlNames.Literal(name)}, to_json({plan.WriteOther(name)}))");
        return "(SELECT coalesce(json_object_agg(k, v), '{}') "
            + $"FROM (VALUES {string.Join(", ", members)}) AS extra (k, v) WHERE v IS NOT NULL)::text";
    }

    private string? FindSql(string? column) => column is null ? null : plan.Find(column)?.Sql;
}
