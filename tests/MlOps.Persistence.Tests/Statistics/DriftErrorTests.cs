using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>An argument that means nothing is refused with its value, and with what there is.</summary>
public class DriftErrorTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Features =
        "Known are predicted_value, actual_value, confidence, context:KEY, age, balance, income, rate, visits.";

    private const string Columns =
        "Known are model_version, prediction_type, risk_level, source, target_entity_type, context:KEY, country, plan.";

    [Theory]
    [InlineData("feature => 'agee'", $"No row has the number 'agee', which the feature of the method psi_sturges names. {Features}")]
    [InlineData("feature => 'plan'", $"No row has the number 'plan', which the feature of the method psi_sturges names. {Features}")]
    [InlineData(
        "feature => 'context:'",
        $"No row has the number 'context:', which the feature of the method psi_sturges names. {Features}")]
    [InlineData("feature => NULL", $"No row has the number NULL, which the feature of the method psi_sturges names. {Features}")]
    [InlineData(
        "feature => 'age', method => 'l_infinity'",
        $"No row has the category 'age', which the feature of the method l_infinity names. {Columns}")]
    [InlineData("feature => 'age', segment => 'planet'", $"No row has the category 'planet', which the segment names. {Columns}")]
    [InlineData("feature => 'age', segment => 'plan', segment_cap => 0", "The cap of segments must be 1 or more; it was 0.")]
    [InlineData(
        "feature => 'age', method => 'psi_edges'",
        "The methods hellinger_edges, js_edges_bit and psi_edges need edges, and no other one takes any; the method was 'psi_edges'.")]
    [InlineData(
        "feature => 'age', edges => '{1}'",
        "The methods hellinger_edges, js_edges_bit and psi_edges need edges, and no other one takes any; the method was 'psi_sturges'.")]
    [InlineData(
        "feature => 'age', method => 'psi_edges', edges => '{}'",
        "The edges must be one or more finite numbers in ascending order; they were {}.")]
    [InlineData(
        "feature => 'age', method => 'psi_edges', edges => '{2,1}'",
        "The edges must be one or more finite numbers in ascending order; they were {2,1}.")]
    [InlineData(
        "feature => 'age', method => 'psi_edges', edges => '{1,NaN}'",
        "The edges must be one or more finite numbers in ascending order; they were {1,NaN}.")]
    [InlineData(
        "feature => 'age', method => 'psi_edges', edges => '{1,NULL}'",
        "The edges must be one or more finite numbers in ascending order; they were {1,NULL}.")]
    public async Task An_argument_that_means_nothing_is_refused(string arguments, string message) =>
        Assert.Equal(message, await RefuseAsync($"service => 'oracle', {arguments}, {DriftScene.Windows}"));

    [Fact]
    public async Task A_service_must_be_given() =>
        Assert.Equal(
            "The service must be given; it was null.",
            await RefuseAsync($"service => NULL, feature => 'age', {DriftScene.Windows}"));

    [Theory]
    [InlineData(
        "'2026-03-02', '2026-03-01', '2026-03-01', '2026-03-02'",
        "The window must end after it begins; it was from 2026-03-02 00:00:00+00 to 2026-03-01 00:00:00+00.")]
    [InlineData(
        "'2026-03-01', '2026-03-02', '2026-03-01', NULL",
        "The reference window must end after it begins; it was from 2026-03-01 00:00:00+00 to null.")]
    public async Task A_window_that_is_none_is_refused(string windows, string message) =>
        Assert.Equal(message, await RefuseAsync($"'oracle', 'age', {windows}"));

    [Fact]
    public async Task An_unknown_method_is_refused_with_those_that_there_are()
    {
        var message = await RefuseAsync($"service => 'oracle', feature => 'age', method => 'psy', {DriftScene.Windows}");

        Assert.StartsWith("The method 'psy' is unknown. For numbers there are hellinger, ", message, StringComparison.Ordinal);
        Assert.Contains("psi_sturges, ", message, StringComparison.Ordinal);
        Assert.Contains(". For categories there are chi_square, ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_without_a_tenant_is_refused()
    {
        await using var dataSource = NpgsqlDataSource.Create(Database.ConnectionString);
        await using var command = dataSource.CreateCommand(
            $"SELECT * FROM mlops_drift(service => 'oracle', feature => 'predicted_value', {DriftScene.Windows})");

        var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.StartsWith("The session has no tenant", error.MessageText, StringComparison.Ordinal);
    }

    private async Task<string> RefuseAsync(string arguments)
    {
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.FeatureSchema());
            await context.SaveChangesAsync();
        }

        await using var reader = Database.CreateReaderContext();
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => reader.AskAsync(DriftAnswer.Read, $"SET TIME ZONE 'UTC'; SELECT * FROM mlops_drift({arguments})"));
        Assert.Equal(PostgresErrorCodes.InvalidParameterValue, error.SqlState);
        return error.MessageText;
    }
}
