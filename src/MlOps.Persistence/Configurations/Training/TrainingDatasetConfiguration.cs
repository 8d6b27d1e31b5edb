using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Training;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Training;

internal sealed class TrainingDatasetConfiguration : IEntityTypeConfiguration<TrainingDataset>
{
    public void Configure(EntityTypeBuilder<TrainingDataset> builder)
    {
        builder.ToTable("training_datasets");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(dataset => dataset.UpdatedAt);

        builder.PrimitiveCollection(dataset => dataset.FeatureNames);

        builder.HasIndex(dataset => new { dataset.TenantId, dataset.Name, dataset.Version }).IsUnique();

        builder.HasNotNegativeCheck(dataset => dataset.RowCount);
        builder.HasRangeCheck(dataset => dataset.QualityScore, 0, 1);
    }
}
