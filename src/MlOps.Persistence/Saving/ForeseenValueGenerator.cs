using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace MlOps.Persistence.Saving;

/// <summary>
/// Computes before each save a value that the database will compute. EF never sends it. It needs the value to put changes into an
/// order in which no unique index refuses them.
/// </summary>
internal abstract class ForeseenValueGenerator : ValueGenerator<Guid>
{
    public override bool GeneratesTemporaryValues => false;
}
