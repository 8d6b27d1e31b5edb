using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class DaisyChainPredictionConfiguration : IEntityTypeConfiguration<DaisyChainPrediction>
{
    public void Configure(EntityTypeBuilder<DaisyChainPrediction> builder)
    {
        builder.ToTable("daisy_chain_ml_predictions");

        builder.HasRangeCheck(prediction => prediction.SuccessProbability, 0, 1);
    }
}
