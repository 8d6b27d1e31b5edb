using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class AiGmPredictionConfiguration : IEntityTypeConfiguration<AiGmPrediction>
{
    public void Configure(EntityTypeBuilder<AiGmPrediction> builder)
    {
        builder.ToTable("ai_gm_ml_predictions");
    }
}
