using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace MlOps.Persistence.Configurations.Registry;

/// <summary>Makes the generator of the slots of versions. Compiled models name it.</summary>
public sealed class ProductionSlotGeneratorFactory : ValueGeneratorFactory
{
    public override ValueGenerator Create(IProperty property, ITypeBase typeBase) => new ProductionSlotGenerator();
}
