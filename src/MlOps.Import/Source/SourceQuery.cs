using MlOps.Postgres;

namespace MlOps.Import.Source;

/// <summary>Writes the queries that read a table.</summary>
internal sealed class SourceQuery(SourcePlan plan)
{
    /// <summary>The column that says whether a row has changed, in the last place.</summary>
    public const string ChangedColumn = "mlops_is_changed";

    private string From => plan.Tables.FromSql;

    /// <summary>Whether the days of the rows can be counted: each row has one key, and a time that the database knows.</summary>
    public bool CanCountDays => plan.Shape.Keys.Length == 1 && plan.Tables.Joined is null && plan.Find("created_at") is { IsTime: true };

    /// <summary>The rows of one tenant, each value as text.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="without">The days that are not read.</param>
    /// <param name="read">The condition for rows that are read, with the alias of a table in its place; null for all.</param>
    /// <param name="changed">The condition for rows that have changed, of which a column then tells; null for all that are read.</param>
    /// <param name="followsParts">Whether a row with parts counts as changed, since a part may have.</param>
    public string WriteRowsSql(
        SourceRows rows,
        IEnumerable<DateTime> without,
        Func<string, string>? read = null,
        Func<string, string>? changed = null,
        bool followsParts = true)
    {
        var columns = plan.Columns.Select(column => column.TextSql);
        if (plan.HasExtraColumns)
            columns = columns.Append(WriteExtraColumns());

        var conditions = WriteConditions(rows).Concat(WriteNotAbsorbed(rows)).ToList();
        if (WriteDays(without) is { } days)
            conditions.Add($"({plan.Find("created_at")!.Sql} IS NULL OR NOT {days})");

        if (read is not null)
            conditions.Add(OfAnyTable(read));

        // A part is a row of another table.
        if (changed is not null)
            columns = columns.Append(
                $"{(plan.Parts is null || !followsParts ? $"coalesce({OfAnyTable(changed)}, false)" : "true")} AS {ChangedColumn}");

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

    private string OfAnyTable(Func<string, string> condition) =>
        $"({string.Join(" OR ", plan.Tables.Aliases.Select(condition))})";

    /// <summary>The keys that more than one row has; null if the source has an index against them.</summary>
    public string? WriteRepeatedKeysSql()
    {
        var keys = plan.Shape.Keys.Select(plan.Find).OfType<FoundColumn>().ToList();
        if (plan.Shape.DistinctBy is not null || (keys is [var key] && plan.Tables.IsUnique(key)))
            return null;

        var values = string.Join(", ", keys.Select(column => column.TextSql));
        return $"SELECT coalesce({values}) {From} GROUP BY 1 HAVING count(*) > 1";
    }

    /// <summary>The rows of one tenant on some days, counted by day, with the sum of the ids that they get.</summary>
    public string WriteDaysSql(SourceRows rows, IEnumerable<DateTime> days)
    {
        var (key, time) = (plan.Find("id")!.TextSql, $"{plan.Find("created_at")!.Sql}::timestamp");
        // The last digits of the id: of the old one if it is a UUIDv7 of the time, or else of the computed one.
        var digits = $"CASE WHEN {key} ~* '^[0-9a-f]{{8}}-[0-9a-f]{{4}}-7[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}$' "
            + $"THEN CASE WHEN ('x' || left({key}, 8) || substr({key}, 10, 4))::bit(48)::bigint = floor(extract(epoch FROM {time}) * 1000) "
            + $"THEN right({key}, 12) END END";
        var computed = $"substr(encode(sha256(convert_to({SqlNames.Literal(plan.Shape.Name + "/")} || {key}, 'UTF8')), 'hex'), 7, 12)";
        var read = WriteNotAbsorbed(rows).ToList();
        var conditions = WriteConditions(rows).Append(WriteDays(days)).OfType<string>();
        return $"SELECT date_trunc('day', {time}), count(*), {DayCount.WriteSum($"coalesce({digits}, {computed})")}, "
            + $"count(*) FILTER (WHERE {(read.Count == 0 ? "true" : string.Join(" AND ", read))}) "
            + $"{From} WHERE {string.Join(" AND ", conditions)} GROUP BY 1";
    }

    /// <summary>The tenants that the rows name.</summary>
    public string WriteTenantsSql() => $"SELECT DISTINCT {plan.Tenant!.TextSql} {From}";

    private IEnumerable<string> WriteConditions(SourceRows rows) =>
        plan.Tenant is null ? [] : [WriteTenantCondition(plan.Tenant, rows.Tenants.Contains(null))];

    private static IEnumerable<string> WriteNotAbsorbed(SourceRows rows) => rows.Absorbing.Select(other => other.Tables.NotAbsorbedSql);

    // The session is in UTC. The times have the type of the column, so that an index of the source can help.
    private string? WriteDays(IEnumerable<DateTime> days)
    {
        var time = plan.Find("created_at");
        var spans = DayCount.Join(days).Select(span =>
            $"({time!.Sql} >= '{span.From:yyyy-MM-dd}'::{time.Type} AND {time.Sql} < '{span.To:yyyy-MM-dd}'::{time.Type})").ToList();
        return spans.Count == 0 ? null : $"({string.Join(" OR ", spans)})";
    }

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
