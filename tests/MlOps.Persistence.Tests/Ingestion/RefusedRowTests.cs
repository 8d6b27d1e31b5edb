using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Tests.Mapping;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion;

[NeedsNoServer]
public class RefusedRowTests
{
    [Theory, InlineData(0, false), InlineData(1, true), InlineData(2, false)]
    public void The_row_is_named_if_the_server_says_which(int line, bool isNamed)
    {
        using var context = TestModels.CreateContext();
        var prediction = Build.OraclePrediction(1);
        var group = CopyGroup.Of(context, [prediction])[0];
        var error = new PostgresException(
            "canceled", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled, where: $"COPY ml_predictions, line {line}");
        var described = RefusedRow.Describe(context, error, group);
        Assert.Equal(isNamed, described.Message.Contains(prediction.Id.ToString(), StringComparison.Ordinal));
        Assert.True(DatabaseRefusal.IsTimeout(described));
    }
}
