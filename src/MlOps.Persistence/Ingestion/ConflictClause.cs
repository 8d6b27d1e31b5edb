using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Conventions;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// The clause of an INSERT for rows with keys that are stored already. It changes those that differ, as the model allows: rows that
/// an application may only append stay as they are, a value that is filled once is not replaced, and revisions are counted.
/// </summary>
internal static class ConflictClause
{
    public static string Create(IEntityType entityType, TableCopy table, ISqlGenerationHelper sql, bool replacesFilled = false)
    {
        var key = FindColumns(entityType, entityType.FindPrimaryKey()!.Properties);
        var filledOnce = FindColumns(
            entityType, entityType.GetProperties().Where(property => !replacesFilled && property.IsFilledOnce()));
        var revisions = FindColumns(entityType, entityType.GetProperties().Where(ModelRules.IsRevision));
        // A row has no value of a column that no property of its class has.
        var unknown = FindColumns(entityType, entityType.GetProperties().Where(property => property.IsShadowProperty()
            && !property.IsForeignKey() && property != entityType.FindDiscriminatorProperty()));
        var changed = table.ColumnNames.Where(name => !key.Contains(name) && !revisions.Contains(name) && !unknown.Contains(name))
            .ToList();
        var target = $" ON CONFLICT ({string.Join(", ", key.Select(sql.DelimitIdentifier))})";
        var isFixed = entityType.IsAppendOnly() || entityType.IsAppendOnlyFor(MlOpsRoles.App);
        if (changed.Count == 0 || (isFixed && (!replacesFilled || entityType.FindChain() is not null)))
            return $"{target} DO NOTHING";

        var before = changed.ConvertAll(Stored);
        var after = changed.ConvertAll(name => filledOnce.Contains(name) ? $"coalesce({Stored(name)}, {Given(name)})" : Given(name));
        var assignments = changed.Zip(after, (name, value) => $"{sql.DelimitIdentifier(name)} = {value}")
            .Concat(table.ColumnNames.Where(revisions.Contains).Select(name => $"{sql.DelimitIdentifier(name)} = {Stored(name)} + 1"));
        return $"{target} DO UPDATE SET {string.Join(", ", assignments)} " +
            $"WHERE ({string.Join(", ", before.Select(Comparable))}) IS DISTINCT FROM ({string.Join(", ", after.Select(Comparable))})";

        string Stored(string name) => $"{RowsInsert.Alias}.{sql.DelimitIdentifier(name)}";
        string Given(string name) => $"excluded.{sql.DelimitIdentifier(name)}";
        string Comparable(string value, int i) => HasNoEquality(table.StoreTypeOf(changed[i])) ? $"({value})::text" : value;
    }

    private static bool HasNoEquality(string storeType) => storeType.TrimEnd('[', ']') is "json" or "xml";

    private static HashSet<string> FindColumns(IEntityType entityType, IEnumerable<IProperty> properties) =>
        [.. properties.Select(property => property.GetTableColumnMappings()
            .First(mapping => mapping.TableMapping.TypeBase.IsAssignableFrom(entityType)).Column.Name)];
}
