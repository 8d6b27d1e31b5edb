using MlOps.Import.Mapping;
using MlOps.Import.Source;
using MlOps.Postgres;

namespace MlOps.Import.Takeover;

/// <summary>
/// Writes the SQL of the ids that the rows of an old table have in ours, as <see cref="ImportedId"/> computes them. Where one row stands
/// for all of a name, the name takes the place of the id.
/// </summary>
/// <param name="table">The old table.</param>
/// <param name="absorbing">The tables that read rows of it together with their own.</param>
/// <param name="options">How it is imported.</param>
internal sealed class OldIds(PlannedTable table, IReadOnlyList<SourcePlan> absorbing, ImportOptions options)
{
    private const string EmptyId = "'00000000-0000-0000-0000-000000000000'";
    private const string IdPattern = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

    private readonly SourcePlan _plan = table.Plan;

    /// <summary>Whether SQL can compute them: a time that is text can be read in more ways than SQL knows.</summary>
    public bool AreComputed => table.Mapping.Times.Select(_plan.Find).All(time => time is null or { IsTime: true })
        && (_plan.Shape.DistinctBy is not null || table.Mapping.Ids.Any(id => _plan.Find(id.Column) is not null));

    /// <summary>Whether each row has an id of its own, so that rows can be counted instead of compared.</summary>
    public bool AreUnique => _plan.Shape.DistinctBy is null && table.RepeatedKeys.Count == 0;

    public string WriteCount() => $"SELECT count(*) {From}";

    /// <summary>The tenant and the id of each row.</summary>
    public string WriteIds() => $"SELECT {Tenant} AS tenant, {Id} AS id {From}";

    /// <summary>
    /// The same, with the old id, the part of a computed one that does not depend on the time, and whether this copy has read it.
    /// </summary>
    public string WriteKeys()
    {
        var isNamed = _plan.Shape.DistinctBy is not null;
        var old = isNamed ? "NULL" : Choose((key, _) => $"lower({Trim(key)})");
        var digits = isNamed ? "NULL" : Choose((key, source) => $"overlay(left({Hash(source, key)}, 18) placing '8' from 4 for 0)");
        var isRead = _plan.Tables.Aliases.Select(
            alias => $"coalesce(age({alias}.xmin) > age('{options.Changes!.ReadUpTo}'::text::xid8::xid), true)");
        return $"SELECT {Tenant} AS tenant, {Id} AS id, {old} AS old, {digits} AS digits, {string.Join(" AND ", isRead)} AS is_read {From}";
    }

    private string From
    {
        get
        {
            var conditions = absorbing.Select(other => other.Tables.NotAbsorbedSql).ToList();
            return $"{_plan.Tables.FromSql} {JoinTenants()}"
                + (conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}");
        }
    }

    private string Tenant => _plan.Tenant is not { } tenant ? Quote(options.TenantId)
        : tenant.Type == "uuid" ? $"coalesce({tenant.Sql}, {Quote(options.TenantId)})"
        : "known.id";

    private string Id => _plan.Shape.DistinctBy is { } name ? _plan.Find(name)!.TextSql : Choose(WriteId);

    private string Choose(Func<FoundColumn, string, string> write)
    {
        var found = table.Mapping.Ids.Select(id => (Key: _plan.Find(id.Column), Source: id.Table ?? table.Report.Source))
            .Where(id => id.Key is not null).Select(id => (Key: id.Key!, id.Source)).ToList();
        return found is [var only] ? write(only.Key, only.Source)
            : $"CASE {string.Join(" ", found.Select(id => $"WHEN {id.Key.Sql} IS NOT NULL THEN {write(id.Key, id.Source)}"))} END";
    }

    private string WriteId(FoundColumn key, string source) =>
        table.Mapping.Times.Count == 0 ? WritePlain(key, source) : WriteSliced(key, source);

    private static string WritePlain(FoundColumn key, string source)
    {
        var hash = Hash(source, key);
        var computed = $"(substr({hash}, 19, 12) || '8' || overlay(left({hash}, 18) placing '8' from 4 for 0))::uuid";
        return key.Type == "uuid" ? $"CASE WHEN {key.Sql} <> {EmptyId} THEN {key.Sql} ELSE {computed} END"
            : IsNumber(key) ? computed
            : $"CASE WHEN {Trim(key)} ~* {IdPattern} AND {Trim(key)} <> {EmptyId} THEN ({Trim(key)})::uuid ELSE {computed} END";
    }

    private string WriteSliced(FoundColumn key, string source)
    {
        var times = table.Mapping.Times.Select(_plan.Find).OfType<FoundColumn>().Select(time => time.Sql).ToList();
        var time = times is [var only] ? only : $"coalesce({string.Join(", ", times.Select(sql => $"({sql})::timestamptz"))})";
        var milliseconds = $"lpad(to_hex(floor(extract(epoch FROM {time}) * 1000)::bigint), 12, '0')";
        var computed = $"({milliseconds} || '7' || overlay(left({Hash(source, key)}, 18) placing '8' from 4 for 0))::uuid";
        var text = $"lower({Trim(key)})";
        var isId = key.Type == "uuid" ? "" : $"{text} ~ {IdPattern} AND ";
        var id = IsNumber(key)
            ? computed
            : $"CASE WHEN {isId}substr({text}, 15, 1) = '7' AND left({text}, 8) || substr({text}, 10, 4) = {milliseconds} "
                + $"THEN {text}::uuid ELSE {computed} END";
        // A row of another time was refused.
        return $"CASE WHEN isfinite({time}) AND {time} >= '1970-01-01' AND {time} < '9999-01-01' THEN {id} END";
    }

    private static string Hash(string source, FoundColumn key) =>
        $"encode(sha256(convert_to({SqlNames.Literal($"{source}/")} || {key.TextSql}, 'UTF8')), 'hex')";

    // White space around an id does not count.
    private static string Trim(FoundColumn key) => $"btrim({key.TextSql}, E' \\t\\n\\r\\f\\v')";

    private static bool IsNumber(FoundColumn key) => key.Type is "smallint" or "integer" or "bigint";

    private string JoinTenants()
    {
        if (_plan.Tenant is not { Type: not "uuid" } tenant)
            return "";

        var known = table.Tenants.Select(name => (Name: name ?? "", Id: TenantImport.FindId(name, options))).Distinct()
            .Select(tenant => $"({SqlNames.Literal(tenant.Name)}, {Quote(tenant.Id)})").DefaultIfEmpty("(NULL::text, NULL::uuid)");
        return $"JOIN (VALUES {string.Join(", ", known)}) AS known (name, id) ON known.name = coalesce({tenant.TextSql}, '')";
    }

    private static string Quote(Guid id) => $"'{id}'::uuid";
}
