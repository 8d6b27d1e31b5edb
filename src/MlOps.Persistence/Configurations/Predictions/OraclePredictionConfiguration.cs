using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class OraclePredictionConfiguration : IEntityTypeConfiguration<OraclePrediction>
{
    public void Configure(EntityTypeBuilder<OraclePrediction> builder)
    {
        builder.ToTable("oracle_ml_predictions");
    }
}
