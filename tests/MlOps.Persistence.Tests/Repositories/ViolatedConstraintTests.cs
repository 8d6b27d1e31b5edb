using System.Reflection;
using MlOps.Architecture.Tests.Code;
using MlOps.Persistence.Configurations.Monitoring;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Repositories;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Postgres;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>A server that passes on the error of another names the constraint in its message alone.</summary>
public sealed class ViolatedConstraintTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData("""duplicate key value violates unique constraint "ux_open" """, true)]
    [InlineData("""duplicate key value violates unique constraint "ux_open_102150" """, true)]
    [InlineData("doppelter Schlüsselwert verletzt Unique-Constraint »ux_open«", true)]
    [InlineData("""duplicate key value violates unique constraint "ux_opened" """, false)]
    [InlineData("""duplicate key value violates unique constraint "aux_open" """, false)]
    [InlineData("""duplicate key value violates unique constraint "ux_open_name" """, false)]
    [InlineData("ux open", false)]
    public void It_is_found_in_the_message(string message, bool isFound) =>
        Assert.Equal(isFound, ViolatedConstraint.IsOneOf(Error(message), ["ux_other", "ux_open"]));

    [Fact]
    public void The_field_of_the_error_counts_before_the_message()
    {
        const string Message = """violates "ux_open" """;
        Assert.True(ViolatedConstraint.IsOneOf(Error("x", "ux_open"), ["ux_open"]));
        Assert.False(ViolatedConstraint.IsOneOf(Error(Message, "ux_other"), ["ux_open"]));
    }

    [Fact]
    public void An_error_of_another_kind_may_mention_the_name() => Assert.False(
        ViolatedConstraint.IsOneOf(Error("""canceled while it checked "ux_open" """, sqlState: "57014"), ["ux_open"]));

    [Fact]
    public async Task A_conflict_of_which_the_server_says_no_more_than_the_message_is_a_conflict()
    {
        await using var context = Database.CreateContext();
        var rule = Build.AlertRule();
        context.Add(rule);
        await context.SaveChangesAsync();
        await Database.ExecuteAsync(
            $"""
            CREATE FUNCTION pass_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'duplicate key value violates unique constraint "{AlertConfiguration.OneOpen}_102150"'
                    USING ERRCODE = '23505';
            END $$;
            CREATE TRIGGER pass_on BEFORE INSERT ON ml_alerts FOR EACH ROW EXECUTE FUNCTION pass_on()
            """);
        try
        {
            var error = await Assert.ThrowsAsync<MlOpsException>(() => new AlertRepository(context).FireAsync(rule, 1, Sample.Noon));
            Assert.Equal(MlOpsError.Conflict, error.Error);
            Assert.Null(((PostgresException)error.InnerException!.InnerException!).ConstraintName);
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION pass_on CASCADE");
        }
    }

    [Fact]
    public void Nothing_else_knows_an_error_by_the_field() => Assert.Equal(
        [nameof(SchemaMigration), nameof(ViolatedConstraint)], // the first one puts it into a text
        new[] { typeof(MlOpsDbContext).Assembly, typeof(SqlColumn).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => CompiledCode.ListMethods(type).SelectMany(CompiledCode.ListReferences)
                .Any(reference => reference.Member is MethodInfo { Name: "get_ConstraintName" } getter
                    && getter.DeclaringType == typeof(PostgresException)))
            .Select(type => type.DeclaringType?.Name ?? type.Name).Distinct().Order());

    private static PostgresException Error(string message, string? constraint = null, string sqlState = "23505") =>
        new(message, "ERROR", "ERROR", sqlState, constraintName: constraint);
}
