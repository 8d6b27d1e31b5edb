using System.Globalization;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Slices;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Internal;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// The storage parameters of a sliced table. It stores nothing itself: its partitions have them, and those that are made later
/// copy the parameters of the default partition.
/// </summary>
internal static class SliceStorage
{
    /// <summary>Removes the parameters from a copy of an operation.</summary>
    public static T Remove<T>(T copy)
        where T : TableOperation
    {
        foreach (var parameter in GetParameters(copy))
            copy.RemoveAnnotation(parameter.Name);

        return copy;
    }

    /// <summary>Formats what follows the CREATE TABLE of the default partition.</summary>
    public static string FormatWith(CreateTableOperation table) =>
        GetParameters(table) is { Count: > 0 } parameters ? $" WITH ({FormatList(parameters)})" : "";

    /// <summary>Changes the parameters of each partition.</summary>
    public static IEnumerable<string> Alter(AlterTableOperation table, ISqlGenerationHelper sql)
    {
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        var set = GetParameters(table).FindAll(parameter => !Equals(parameter.Value, table.OldTable[parameter.Name]));
        if (set.Count > 0)
            yield return SliceSql.OnEachPartition(name, "ALTER TABLE", $"SET ({FormatList(set)})");

        var reset = GetParameters(table.OldTable).FindAll(parameter => table[parameter.Name] is null);
        if (reset.Count > 0)
            yield return SliceSql.OnEachPartition(name, "ALTER TABLE", $"RESET ({string.Join(", ", reset.Select(GetName))})");
    }

    private static List<IAnnotation> GetParameters(IAnnotatable table) => [.. table.GetAnnotations()
        .Where(annotation => annotation.Name.StartsWith(NpgsqlAnnotationNames.StorageParameterPrefix, StringComparison.Ordinal))];

    private static string FormatList(IEnumerable<IAnnotation> parameters) =>
        string.Join(", ", parameters.Select(parameter => $"{GetName(parameter)}={FormatValue(parameter.Value)}"));

    private static string GetName(IAnnotation parameter) => parameter.Name[NpgsqlAnnotationNames.StorageParameterPrefix.Length..];

    private static string FormatValue(object? value) =>
        value is string text ? SqlNames.Literal(text) : Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant();
}
