using System.Text;
using MlOps.Domain.Features;
using MlOps.Import.Baselines;
using MlOps.Import.Files;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>The columns of a file are the features of a schema.</summary>
[NeedsNoServer]
public class BaselineFileTests
{
    private static readonly FeatureSchema Schema = FeatureSchema.Define(
        "churn", 1, Sample.Noon, FeatureDefinition.Number("Age"), FeatureDefinition.Number("age"), FeatureDefinition.Number(" age "));

    [Theory]
    [InlineData(FileFormat.Csv, "age, age ,Age\n1,2,3\n")]
    [InlineData(FileFormat.JsonLines, "{\"age\":1,\" age \":2,\"Age\":3}")]
    public async Task Features_that_differ_by_case_or_spaces_alone_are_columns_of_their_own(FileFormat format, string text)
    {
        var file = await ReadAsync(text, format);
        Assert.Equal(
            [("Age", 3.0), ("age", 1), (" age ", 2)], file.Numbers.Select(number => (number.Feature, number.Sample.Moments!.Value.Mean)));
    }

    [Fact]
    public async Task A_column_that_no_feature_is_named_like_is_refused()
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => ReadAsync("AGE\n1\n", FileFormat.Csv));
        Assert.Contains("'AGE' is none of Age, age", error.Message, StringComparison.Ordinal);
    }

    private static async Task<BaselineFile> ReadAsync(string text, FileFormat format)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await BaselineFile.ReadAsync(stream, format, Schema);
    }
}
