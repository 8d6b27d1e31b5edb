using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MlOps.Postgres;

/// <summary>
/// The annotations that carry the features from the model into migrations, under one prefix. All values are strings, so that
/// a snapshot of the model can be read without the features.
/// </summary>
internal sealed class PostgresAnnotations
{
    private static readonly ConcurrentDictionary<string, PostgresAnnotations> ByPrefix = new(StringComparer.Ordinal);

    private readonly string _prefix;

    private PostgresAnnotations(string prefix) => _prefix = prefix;

    // On entity types.
    public string SlicedBy => $"{_prefix}SlicedBy";

    public string SliceInterval => $"{_prefix}SliceInterval";

    public string SliceTime => $"{_prefix}SliceTime";

    public string SlicedWith => $"{_prefix}SlicedWith";

    public string OwnerReads => $"{_prefix}OwnerReads";

    public string TenantProperty => $"{_prefix}TenantProperty";

    public string Chain => $"{_prefix}Chain";

    // On the model.
    public string ChainVerification => $"{_prefix}ChainVerification";

    // On the model, and on the table of logins.
    public string BoundRole => $"{_prefix}BoundRole";

    // On properties.
    public string LoginOf => $"{_prefix}LoginOf";

    // On columns too.
    public string SqlDefault => $"{_prefix}SqlDefault";

    public string ChangeOf => $"{_prefix}ChangeOf";

    // On tables.
    public string Slice => $"{_prefix}Slice";

    public string RowSecurity => $"{_prefix}RowSecurity";

    public string ReadByOwner => $"{_prefix}ReadByOwner";

    // Families: the name of a trigger, constraint, role, function or view follows.
    public string Trigger => $"{_prefix}Trigger:";

    public string Exclusion => $"{_prefix}Exclusion:";

    public string Grant => $"{_prefix}Grant:";

    public string PartitionGrant => $"{_prefix}PartitionGrant:";

    public string Role => $"{_prefix}Role:";

    public string Function => $"{_prefix}Function:";

    public string View => $"{_prefix}View:";

    public static PostgresAnnotations WithPrefix(string prefix) =>
        ByPrefix.GetOrAdd(prefix, static prefix => new PostgresAnnotations(prefix));

    public bool Contains(IAnnotation annotation) => annotation.Name.StartsWith(_prefix, StringComparison.Ordinal);

    public IReadOnlyList<IAnnotation> GetAll(IReadOnlyAnnotatable source) => [.. source.GetAnnotations().Where(Contains)];

    public SliceSpec? FindSlice(IReadOnlyAnnotatable table) => table[Slice] is string text ? SliceSpec.Parse(text) : null;

    public IReadOnlyDictionary<string, TriggerSpec> GetTriggers(IReadOnlyAnnotatable source) =>
        ReadFamily(source, Trigger, TriggerSpec.Parse);

    public IReadOnlyDictionary<string, ExclusionSpec> GetExclusions(IReadOnlyAnnotatable source) =>
        ReadFamily(source, Exclusion, ExclusionSpec.Parse);

    public IReadOnlyDictionary<string, TableRights> GetGrants(IReadOnlyAnnotatable source) => ReadFamily(source, Grant, ParseRights);

    public IReadOnlyDictionary<string, TableRights> GetPartitionGrants(IReadOnlyAnnotatable source) =>
        ReadFamily(source, PartitionGrant, ParseRights);

    /// <summary>The roles that have rights on a table, or on its partitions.</summary>
    public IEnumerable<string> GetRolesWithRights(IReadOnlyAnnotatable table) =>
        GetGrants(table).Keys.Concat(GetPartitionGrants(table).Keys);

    public IReadOnlyDictionary<string, RoleScope> GetRoles(IReadOnlyAnnotatable source) =>
        ReadFamily(source, Role, Enum.Parse<RoleScope>);

    public IReadOnlyDictionary<string, string> GetFunctions(IReadOnlyAnnotatable source) =>
        ReadFamily(source, Function, static definition => definition);

    public IReadOnlyDictionary<string, ViewSpec> GetViews(IReadOnlyAnnotatable source) => ReadFamily(source, View, ViewSpec.Parse);

    // As SQL has them: "SELECT, INSERT".
    private static TableRights ParseRights(string rights) => Enum.Parse<TableRights>(rights, ignoreCase: true);

    // A view is no string until its query is written, at the end of building the model.
    private static SortedDictionary<string, T> ReadFamily<T>(IReadOnlyAnnotatable source, string prefix, Func<string, T> parse) => new(
        source.GetAnnotations()
            .Where(annotation => annotation.Value is string && annotation.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(annotation => annotation.Name[prefix.Length..], annotation => parse((string)annotation.Value!)),
        StringComparer.Ordinal);
}
