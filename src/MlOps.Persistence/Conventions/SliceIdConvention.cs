using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>
/// Generates the ids of sliced entities from their own time, where a model leaves the ids to EF. Another time would put a row into
/// a slice that refuses it.
/// </summary>
internal sealed class SliceIdConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes().Where(type => type.BaseType is null))
        {
            if (entityType.FindSlicedBy() is { } name && entityType.FindSliceTime() is not null
                && entityType.FindProperty(name) is { ValueGenerated: ValueGenerated.OnAdd } id && id.ClrType == typeof(Guid))
            {
                id.Builder.HasValueGeneratorFactory(typeof(SliceIdGeneratorFactory));
            }
        }
    }
}
