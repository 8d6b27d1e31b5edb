using Microsoft.EntityFrameworkCore.ChangeTracking;
using MlOps.Domain.Registry;
using MlOps.Persistence.Saving;

namespace MlOps.Persistence.Configurations.Registry;

/// <summary>The one slot of a model for its version in production, and a separate slot for each other version.</summary>
internal sealed class ProductionSlotGenerator : ForeseenValueGenerator
{
    public override Guid Next(EntityEntry entry) =>
        entry.Entity is ModelVersion { Stage: not ModelStage.Production } version ? version.Id : Guid.Empty;
}
