using System.Globalization;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Slices;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Internal;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// The storage parameters of a sliced table. It stores nothing itself: its partitions have them, and those that are made later
/// take over what the default one has.
/// </summary>
internal static class SliceStorage
{
    public static List<IAnnotation> Take(AnnotatableBase table)
    {
        var parameters = Of(table).ToList();
        foreach (var parameter in parameters)
            table.RemoveAnnotation(parameter.Name);

        return parameters;
    }

    /// <summary>What follows the CREATE TABLE of the default partition.</summary>
    public static string With(CreateTableOperation table) => Of(table).ToList() is { Count: > 0 } parameters ? $" WITH ({List(parameters)})" : "";

    /// <summary>Changes the parameters of each partition.</summary>
    public static IEnumerable<string> Alter(AlterTableOperation table, ISqlGenerationHelper sql)
    {
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        var set = Of(table).Where(parameter => !Equals(parameter.Value, table.OldTable[parameter.Name])).ToList();
        if (set.Count > 0)
            yield return SliceSql.OnEachPartition(name, "ALTER TABLE", $"SET ({List(set)})");

        var reset = Of(table.OldTable).Where(parameter => table[parameter.Name] is null).Select(Name).ToList();
        if (reset.Count > 0)
            yield return SliceSql.OnEachPartition(name, "ALTER TABLE", $"RESET ({string.Join(", ", reset)})");
    }

    private static IEnumerable<IAnnotation> Of(IAnnotatable table) => table.GetAnnotations()
        .Where(annotation => annotation.Name.StartsWith(NpgsqlAnnotationNames.StorageParameterPrefix, StringComparison.Ordinal));

    private static string List(IEnumerable<IAnnotation> parameters) =>
        string.Join(", ", parameters.Select(parameter => $"{Name(parameter)}={Value(parameter.Value)}"));

    private static string Name(IAnnotation parameter) => parameter.Name[NpgsqlAnnotationNames.StorageParameterPrefix.Length..];

    private static string Value(object? value) =>
        value is string text ? SqlNames.Literal(text) : Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant();
}
