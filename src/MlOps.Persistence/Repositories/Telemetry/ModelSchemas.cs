using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Repositories.Telemetry;

/// <summary>The schemas of the tables of a model.</summary>
internal static class ModelSchemas
{
    /// <summary>Their names. Null is that of the search path.</summary>
    public static string?[] Of(DbContext context) =>
    [
        .. context.Model.GetEntityTypes()
            .Where(type => type.GetTableName() is not null)
            .Select(type => type.GetSchema())
            .Distinct(),
    ];
}
