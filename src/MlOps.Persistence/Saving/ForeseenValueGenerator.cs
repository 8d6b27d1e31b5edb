using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace MlOps.Persistence.Saving;

/// <summary>
/// Computes before each save what the database is about to compute, for EF to see: it puts changes into an order by the
/// values of unique indexes. The value itself is never sent.
/// </summary>
internal abstract class ForeseenValueGenerator : ValueGenerator<Guid>
{
    public override bool GeneratesTemporaryValues => false;
}
