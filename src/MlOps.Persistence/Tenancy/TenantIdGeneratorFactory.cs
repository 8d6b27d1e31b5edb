using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace MlOps.Persistence.Tenancy;

/// <summary>Makes the generator of tenants. Compiled models name it.</summary>
public sealed class TenantIdGeneratorFactory : ValueGeneratorFactory
{
    public override ValueGenerator Create(IProperty property, ITypeBase typeBase) => new TenantIdGenerator();
}
