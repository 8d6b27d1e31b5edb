using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.RowSecurity;

namespace MlOps.Postgres;

/// <summary>A column of a table, for statements that name all of them.</summary>
/// <param name="Property">The property that it stores.</param>
/// <param name="Name">Its name, quoted where it needs to be.</param>
/// <param name="Default">What it has if SQL of others does not name it; null if that is NULL.</param>
/// <param name="IsWritten">Whether a writer gives its value, and not the database alone.</param>
internal sealed record StoredColumn(string Property, string Name, string? Default, bool IsWritten)
{
    /// <summary>The columns of an entity's table. Those of a leaf begin with its key.</summary>
    public static IReadOnlyList<StoredColumn> ListOf(
        IReadOnlyEntityType entityType, StoreObjectIdentifier table, ISqlGenerationHelper sql)
    {
        var features = entityType.Model.GetFeatures();
        return
        [
            .. from property in entityType.GetProperties()
               let column = property.GetColumnName(table)
               where column is not null && column != "xmin"
               let tenant = property.Name == entityType.FindTenantProperty() ? RowSecuritySql.GetTenant(null, features) : null
               select new StoredColumn(
                   property.Name,
                   sql.DelimitIdentifier(column),
                   tenant ?? property[features.Annotations.SqlDefault] as string,
                   property.GetComputedColumnSql() is null && property.GetDefaultValueSql() is null),
        ];
    }
}
