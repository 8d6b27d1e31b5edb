using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class PolicyPredictionConfiguration : IEntityTypeConfiguration<PolicyPrediction>
{
    public void Configure(EntityTypeBuilder<PolicyPrediction> builder)
    {
        builder.ToTable("policy_ml_predictions");

        builder.HasNotNegativeCheck(prediction => prediction.TimeToViolation);
    }
}
