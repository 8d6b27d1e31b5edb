using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.ValueGeneration;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>Makes the generator of the ids of a sliced entity. Compiled models name it.</summary>
public sealed class SliceIdGeneratorFactory : ValueGeneratorFactory
{
    public override ValueGenerator Create(IProperty property, ITypeBase typeBase)
    {
        ArgumentNullException.ThrowIfNull(typeBase);
        return new SliceIdGenerator(((IEntityType)typeBase).FindSliceTime()!);
    }
}
