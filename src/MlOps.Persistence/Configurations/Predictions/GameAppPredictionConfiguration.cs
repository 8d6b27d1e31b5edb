using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class GameAppPredictionConfiguration : IEntityTypeConfiguration<GameAppPrediction>
{
    public void Configure(EntityTypeBuilder<GameAppPrediction> builder)
    {
        builder.ToTable("game_app_ml_predictions");
    }
}
