using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Jobs;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class RetrainingTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Page = "docs/retraining.md";

    [Theory, InlineData("policy", 0), InlineData("request", 1), InlineData("sink", 2), InlineData("answer", 3)]
    public void The_page_shows_the_samples_that_are_tested(string name, int place) =>
        Assert.Equal(Documents.Sample("RetrainingSample.cs", name), Documents.CSharpOf(Page)[place]);

    [Fact]
    public async Task The_samples_request_a_version_and_answer_with_it()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model("churn");
        context.Add(model);
        await context.SaveChangesAsync();
        await RetrainingSample.DefineAsync(context, Sample.Noon);
        var request = await RetrainingSample.RequestAsync(context, Sample.Noon);
        var answered = await RetrainingSample.AnswerAsync(context, Build.ModelVersion(model), Sample.Noon.AddHours(1));
        Assert.Equal((request.Id, RetrainingRequestState.Answered), (answered!.Id, answered.State));
        Assert.Single(await Database.ColumnAsync(Documents.BlocksOf(Page, "sql")[0]));
    }

    [Fact]
    public void The_sample_adds_a_sink()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:MlOps"] = "Host=db.invalid";
        RetrainingSample.AddSink(builder, "secret", "token");
        using var host = builder.Build();
        Assert.Equal("airflow", Assert.Single(host.Services.GetRequiredService<IOptions<JobServiceOptions>>().Value.Retraining.Sinks).Name);
    }
}
