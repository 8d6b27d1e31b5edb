using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace MlOps.Postgres.Slices;

/// <summary>
/// Refuses what PostgreSQL has for tables and not for partitioned ones. Before the model is final, since the final one has
/// none of it any more.
/// </summary>
internal sealed class SliceStorageRules : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes().Where(type => type.FindSlicedBy() is not null))
        {
            if (FindFault(entityType) is { } fault)
                throw new InvalidOperationException($"{entityType.DisplayName()}: {fault}");
        }
    }

    private static string? FindFault(IConventionEntityType entityType)
    {
        if (entityType.GetTableName() is null)
            return "a sliced entity needs a table, for its leaves are sliced with it. Map it to one by ToTable, and do not use the " +
                "strategy TPC.";

        var bounds = entityType.Model.GetFeatures().SliceCheck;
        if (entityType.GetDeclaredCheckConstraints().Any(check => check.Name == bounds))
            return $"the CHECK '{bounds}' has the name of the one that holds the bounds of each slice. Give it another.";

        return entityType.GetIsUnlogged()
            ? "a sliced table cannot be unlogged, since it stores nothing itself. Remove IsUnlogged."
            : null;
    }
}
