using MlOps.Migrator.Demo.World;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Tests.Demo;

public class LogisticFitTests
{
    [Fact]
    public void It_finds_the_weights_that_the_outcomes_were_drawn_with()
    {
        var (random, truth) = (SeededRandom.From("fit"), new LogisticModel([0.4, -1.5, 0.8]));
        var examples = Enumerable.Range(0, 50_000).Select(_ => Draw(truth, random)).ToList();

        var model = new LogisticFit(examples, []).Run().Last();

        Assert.All(model.Weights.Zip(truth.Weights), weight => Assert.InRange(weight.First - weight.Second, -0.05, 0.05));
    }

    [Fact]
    public void Each_step_loses_less_and_the_last_one_nearly_nothing()
    {
        var (random, truth) = (SeededRandom.From("steps"), new LogisticModel([0, 2, -2]));
        var examples = Enumerable.Range(0, 1000).Select(_ => Draw(truth, random)).ToList();

        var losses = new LogisticFit(examples, []).Run().Select(model => model.FindLoss(examples)).ToList();

        Assert.Equal(losses.OrderDescending(), losses);
        Assert.InRange(losses[^2] - losses[^1], 0, 1e-9);
        Assert.True(losses[0] < Math.Log(2), $"{losses[0]}");
    }

    [Fact]
    public void An_input_that_is_omitted_has_no_weight()
    {
        var random = SeededRandom.From("omitted");
        var examples = Enumerable.Range(0, 100).Select(_ => Draw(new LogisticModel([0, 1, 1]), random)).ToList();
        Assert.Equal(0, new LogisticFit(examples, [0]).Run().Last().Weights[1]);
    }

    [Fact]
    public void Examples_of_one_outcome_have_a_model_too()
    {
        List<Example> examples = [new([1, 0], true), new([0, 1], true), new([1, 1], true)];
        Assert.All(new LogisticFit(examples, []).Run().Last().Weights, weight => Assert.True(double.IsFinite(weight)));
    }

    private static Example Draw(LogisticModel truth, SeededRandom random)
    {
        double[] inputs = [random.NextNormal(), random.NextNormal()];
        return new Example(inputs, random.Happens(truth.Predict(inputs)));
    }
}
