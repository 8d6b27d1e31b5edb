using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace MlOps.Persistence.Tenancy;

/// <summary>Gives an entity without a tenant the tenant of the context that it is added to.</summary>
internal sealed class TenantIdGenerator : ValueGenerator<Guid>
{
    public override bool GeneratesTemporaryValues => false;

    // If it is false and the tenant is part of a foreign key, EF takes the value for a temporary one and inserts NULL.
    public override bool GeneratesStableValues => true;

    public override Guid Next(EntityEntry entry) => entry.Context.GetTenantId();
}
