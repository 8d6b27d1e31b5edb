using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// What an INSERT does with rows whose keys are there already: it changes them where they differ, but for those that an
/// application may only append.
/// </summary>
internal static class ConflictClause
{
    public static string For(IEntityType entityType, TableCopy table, IReadOnlyList<string> kept, ISqlGenerationHelper sql)
    {
        var key = entityType.FindPrimaryKey()!.Properties.Select(property => ColumnOf(property, entityType)).ToHashSet();
        var keptColumns = kept.Select(name => ColumnOf(entityType.FindProperty(name)!, entityType)).ToHashSet();
        // A token that counts the changes; any other is a value like the rest.
        var revisions = entityType.GetProperties().Where(property => property.IsConcurrencyToken && property.ClrType is var type && (type == typeof(int) || type == typeof(long)))
            .Select(property => ColumnOf(property, entityType)).ToHashSet();

        var changed = table.ColumnNames.Where(name => !key.Contains(name) && !revisions.Contains(name)).ToList();
        var target = $" ON CONFLICT ({string.Join(", ", key.Select(sql.DelimitIdentifier))})";
        if (changed.Count == 0 || entityType.GetRootType().IsAppendOnlyFor(MlOpsRoles.App))
            return $"{target} DO NOTHING";

        var old = changed.ConvertAll(name => $"t.{sql.DelimitIdentifier(name)}");
        var @new = changed.ConvertAll(name => keptColumns.Contains(name)
            ? $"coalesce(t.{sql.DelimitIdentifier(name)}, excluded.{sql.DelimitIdentifier(name)})"
            : $"excluded.{sql.DelimitIdentifier(name)}");
        var assignments = changed.Zip(@new, (name, value) => $"{sql.DelimitIdentifier(name)} = {value}")
            .Concat(table.ColumnNames.Where(revisions.Contains).Select(name => $"{sql.DelimitIdentifier(name)} = t.{sql.DelimitIdentifier(name)} + 1"));
        return $"{target} DO UPDATE SET {string.Join(", ", assignments)} " +
            $"WHERE ({string.Join(", ", old.Select(Comparable))}) IS DISTINCT FROM ({string.Join(", ", @new.Select(Comparable))})";

        string Comparable(string value, int i) => HasNoEquality(table.StoreTypeOf(changed[i])) ? $"({value})::text" : value;
    }

    private static bool HasNoEquality(string storeType) => storeType.TrimEnd('[', ']') is "json" or "xml";

    private static string ColumnOf(IProperty property, IEntityType entityType) =>
        property.GetTableColumnMappings().First(mapping => mapping.TableMapping.TypeBase.IsAssignableFrom(entityType)).Column.Name;
}
