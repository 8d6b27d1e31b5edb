using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Postgres.Ddl;

/// <summary>
/// Names the primary keys of a TPT hierarchy like all others. EF cannot: a name for the key would be that of all its
/// tables (dotnet/efcore#23444), so they come here with EF's own names, PK_ml_predictions for instance.
/// </summary>
internal static class KeyNames
{
    public static void Lower(CreateTableOperation table)
    {
        if (table.PrimaryKey is { Name: { } name } key)
            key.Name = name.ToLowerInvariant();
    }
}
