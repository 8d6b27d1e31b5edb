using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class CodeRoachPredictionConfiguration : IEntityTypeConfiguration<CodeRoachPrediction>
{
    public void Configure(EntityTypeBuilder<CodeRoachPrediction> builder)
    {
        builder.ToTable("code_roach_ml_predictions");
    }
}
