using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class FirstMatePredictionConfiguration : IEntityTypeConfiguration<FirstMatePrediction>
{
    public void Configure(EntityTypeBuilder<FirstMatePrediction> builder)
    {
        builder.ToTable("first_mate_ml_predictions");
    }
}
