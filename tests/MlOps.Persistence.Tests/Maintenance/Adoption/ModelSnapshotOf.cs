using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

/// <summary>The snapshot of a model that is at hand.</summary>
internal sealed class ModelSnapshotOf(IModel model) : ModelSnapshot
{
    public override IModel Model => model;

    protected override void BuildModel(ModelBuilder modelBuilder) => throw new NotSupportedException();
}
