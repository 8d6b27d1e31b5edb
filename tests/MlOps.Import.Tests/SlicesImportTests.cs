using Microsoft.Extensions.Time.Testing;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>History gets the slices that it needs, where the role may make them.</summary>
public class SlicesImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string ThreeCenturies =
        """
        CREATE TABLE ml_predictions (
            id uuid, service_name text, prediction_type text, predicted_value double precision, created_at timestamptz);
        INSERT INTO ml_predictions
        SELECT gen_random_uuid(), 's', 't', 1, time::timestamptz
        FROM unnest(ARRAY['1990-05-05', '2023-05-05', '2023-05-06', '2099-05-05']) AS time
        """;

    private static readonly ImportOptions Options = new() { Clock = new FakeTimeProvider(Sample.Noon) };

    [Fact]
    public async Task Rows_of_the_last_years_are_in_slices_and_those_of_broken_clocks_in_the_default_partition()
    {
        await CreateSourceAsync(ThreeCenturies);
        await ImportAsync(Options);
        Assert.Equal(2, await Database.CountAsync("ml_predictions_2023_05"));
        Assert.Equal(2, await Database.CountAsync("ml_predictions_default"));
    }

    [Fact]
    public async Task A_role_that_may_make_no_slice_imports_the_same_rows()
    {
        await CreateSourceAsync(ThreeCenturies.Replace("2023", "2022", StringComparison.Ordinal));
        await new DatabaseImport(Source, tenant => Database.CreateContext(tenant), Options).RunAsync();
        Assert.Equal(4, await Database.CountAsync("ml_predictions"));
        Assert.Equal(4, await Database.CountAsync("ml_predictions_default"));
    }
}
