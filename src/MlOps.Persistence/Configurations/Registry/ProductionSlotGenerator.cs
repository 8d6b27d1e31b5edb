using Microsoft.EntityFrameworkCore.ChangeTracking;
using MlOps.Domain.Registry;
using MlOps.Persistence.Saving;

namespace MlOps.Persistence.Configurations.Registry;

/// <summary>The one slot of a model's version in production, and a slot of its own for any other version.</summary>
internal sealed class ProductionSlotGenerator : ForeseenValueGenerator
{
    public override Guid Next(EntityEntry entry) =>
        entry.Entity is ModelVersion { Stage: not ModelStage.Production } version ? version.Id : Guid.Empty;
}
