using System.Text.RegularExpressions;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Compares what the model has with what a database has, as sets of rows.</summary>
internal sealed partial class CatalogueComparison
{
    private const string NotValid = " NOT VALID";
    private const string NotBuilt = " (not valid)";
    private const string NotFilled = "\n(not filled)";

    private readonly IReadOnlyList<CatalogueRow> _expected;
    private readonly Dictionary<(string, string, string), CatalogueRow> _found;
    private readonly HashSet<(string, string, string)> _known;
    private readonly HashSet<string> _parts;
    private readonly HashSet<string> _roles;
    private readonly Dictionary<string, (string, string, string)> _partitions;

    public CatalogueComparison(IReadOnlyList<CatalogueRow> expected, IReadOnlyList<CatalogueRow> found, ModelRoles roles)
    {
        _expected = [.. expected.DistinctBy(row => row.Key)];
        _found = found.DistinctBy(row => row.Key).ToDictionary(row => row.Key);
        _known = [.. _expected.Select(row => row.Key)];
        _parts = [.. _expected.Where(IsWhole).Select(row => row.Name)];
        _roles = [.. roles.All, "PUBLIC"];
        _partitions = _expected.Where(row => row.Kind == Kinds.Partition).ToDictionary(row => row.Name, row => row.Key);
    }

    /// <summary>The differences, in the order in which they are repaired.</summary>
    public IReadOnlyList<SchemaFinding> Find() =>
    [
        .. _expected.Select(FindDamage).Concat(_found.Values.Where(row => !_known.Contains(row.Key)).Select(FindExtra))
            .OfType<SchemaFinding>().OrderBy(finding => Kinds.RankOf(finding.Kind)),
    ];

    private SchemaFinding? FindDamage(CatalogueRow row) =>
        !_found.TryGetValue(row.Key, out var there) ? IsPartOfMissing(row) ? null : Miss(row)
        : Normalize(row) == Normalize(there) ? null
        : Change(row, there);

    private static SchemaFinding Miss(CatalogueRow row) => new(
        row.Kind == Kinds.Storage ? FindingSeverity.Information : FindingSeverity.Damage, row.Kind, row.Object, Show(row), null)
    {
        Repair = row.Create,
        IsSafe = row.CanCreate,
        ToDo = row.Kind switch
        {
            Kinds.Table => "Its rows are gone. Restore it from a backup.",
            Kinds.Column => "Its values are gone. Restore them from a backup, after the column is added.",
            Kinds.Partition => "Attach it again, if nobody detached it on purpose.",
            Kinds.Storage => "Nothing, if somebody changed it on purpose.",
            _ => null,
        },
    };

    private static SchemaFinding Change(CatalogueRow row, CatalogueRow there)
    {
        var (expected, found) = Difference(row.Definition, there.Definition);
        var (repair, isSafe) = row.Kind switch
        {
            // Maintenance builds and attaches what is missing.
            Kinds.Index when there.Definition == row.Definition + NotBuilt && !row.CanReplace => ([], true),
            Kinds.Constraint when there.Definition == row.Definition + NotValid => (row.Create[^1..], row.CanCreate),
            Kinds.View when there.Definition == row.Definition + NotFilled => (["REFRESH MATERIALIZED VIEW " + row.Name], true),
            // A view cannot be replaced by one with other columns, and what reads it prevents that it is dropped.
            Kinds.View when row.CanReplace && FirstLine(row.Definition) != FirstLine(there.Definition) =>
                ([$"DROP VIEW {row.Name}; {row.Create[0]}"], true),
            _ => (row.Replace, row.CanReplace),
        };
        return new SchemaFinding(
            row.Kind == Kinds.Storage ? FindingSeverity.Information : FindingSeverity.Damage, row.Kind, row.Object, expected, found)
        {
            Repair = repair,
            IsSafe = isSafe,
            ToDo = row.Kind is Kinds.Storage ? "Nothing, if somebody changed it on purpose." : null,
        };
    }

    private SchemaFinding? FindExtra(CatalogueRow row)
    {
        if (row.Kind is Kinds.RowSecurity or Kinds.Owner or Kinds.Role)
            return null;

        if (row.Kind == Kinds.RoleRight)
            return Harm(row, row.Replace, false, "It lets the role past the policies. Take it away, unless somebody relies on it.");

        if (IsWhole(row))
            // A partition of a table of the model is one row, as a partition.
            return row.Kind == Kinds.Table && IsPartition(row) ? null : Tell(row);

        if (!_parts.Contains(row.Part) || IsDetached(row.Part))
            return null;

        return row.Kind switch
        {
            Kinds.NotNull => FillsItself(row) ? null : Harm(row, row.Replace, true, null),
            Kinds.Policy when row.Definition.StartsWith("AS PERMISSIVE", StringComparison.Ordinal) => Harm(
                row,
                [$"DROP POLICY {row.Name} ON {row.Part}"],
                false,
                "It shows rows beyond those of the tenant. Drop it, unless it is meant so."),
            Kinds.Grant when row.Replace is [] => null,
            Kinds.Grant when _roles.Contains(row.Definition) => Harm(
                row, row.Replace, false, "The model does not give it. Take it away, unless somebody relies on it."),
            _ => Tell(row),
        };
    }

    private static SchemaFinding Harm(CatalogueRow row, string[] repair, bool isSafe, string? toDo) =>
        new(FindingSeverity.Damage, row.Kind, row.Object, null, Show(row)) { Repair = repair, IsSafe = isSafe, ToDo = toDo };

    private static SchemaFinding Tell(CatalogueRow row) =>
        new(FindingSeverity.Information, row.Kind, row.Object, null, Show(row)) { ToDo = "Nothing: the model does not have it." };

    // A table, a view or a function, and no part of one.
    private static bool IsWhole(CatalogueRow row) => row.Kind is Kinds.Table or Kinds.View or Kinds.Function;

    private bool IsPartOfMissing(CatalogueRow row) =>
        (!IsWhole(row) && _parts.Contains(row.Part) && !Exists(row.Part))
        || (row.Kind == Kinds.Partition && !Exists(row.Name))
        || (row.Kind == Kinds.Trigger && IsDetached(row.Part))
        || (row.Kind is Kinds.Default or Kinds.NotNull && !_found.ContainsKey((Kinds.Column, row.Part, row.Name))
            && _known.Contains((Kinds.Column, row.Part, row.Name)))
        || (row.Kind == Kinds.Grant && _expected.Any(role => role.Kind == Kinds.Role && role.Name.Trim('"') == row.Definition
            && !_found.ContainsKey(role.Key)));

    private bool Exists(string name) => _found.ContainsKey((Kinds.Table, name, name)) || _found.ContainsKey((Kinds.View, name, name))
        || _found.ContainsKey((Kinds.Function, name, name));

    private bool IsPartition(CatalogueRow row) =>
        _found.Values.Any(other => other.Kind == Kinds.Partition && other.Name == row.Name && _parts.Contains(other.Part));

    // What was a part of its table's is its own then, and goes on when it is attached again.
    private bool IsDetached(string table) => _partitions.TryGetValue(table, out var partition) && !_found.ContainsKey(partition);

    // An insert need not name the column.
    private bool FillsItself(CatalogueRow row) => _found.ContainsKey((Kinds.Default, row.Part, row.Name))
        || (_found.TryGetValue((Kinds.Column, row.Part, row.Name), out var column)
            && column.Definition.Contains("GENERATED", StringComparison.Ordinal));

    // A script indents the functions that it wraps.
    private static string Normalize(CatalogueRow row) =>
        row.Kind == Kinds.Function ? Spaces().Replace(row.Definition, " ") : row.Definition;

    private static string FirstLine(string text) => text.Split('\n')[0];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
