using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;

namespace MlOps.Domain.Tests.Retraining;

public class RetrainingRequestTests
{
    private readonly ModelVersion _version = Sample.TrainedVersion("2");

    [Fact]
    public void A_request_is_open_until_a_version_answers_it_and_a_decision_closes_it()
    {
        var request = Open();
        Assert.Equal(RetrainingRequestState.Open, request.State);

        request.Answer(_version, At(1));
        Assert.Equal((RetrainingRequestState.Answered, _version.Id, At(1)), (request.State, request.AnswerVersionId, request.AnsweredAt));

        var decision = RetrainingDecision.Promote(TriggerReason.Drift, At(2), About(_version));
        request.Close(decision);
        Assert.Equal(
            (RetrainingRequestState.Decided, decision.Id, "ann", At(2), null),
            (request.State, request.DecisionId, request.ClosedBy, request.ClosedAt, request.WithdrawalReason));
    }

    [Fact]
    public void A_later_version_takes_the_place_of_an_earlier_one()
    {
        var (request, later) = (Open(), Sample.TrainedVersion("3"));
        request.Answer(_version, At(1));
        request.Answer(later, At(2));
        Assert.Equal((later.Id, At(2)), (request.AnswerVersionId, request.AnsweredAt));
        Refused.Transition(() => request.Close(RetrainingDecision.Promote(TriggerReason.Drift, At(3), About(_version))), "another version");
    }

    [Fact]
    public void Only_a_decision_about_its_version_closes_it()
    {
        var request = Open();
        var decision = RetrainingDecision.Promote(TriggerReason.Drift, At(2), About(_version));
        Refused.Transition(() => request.Close(decision), "another version");
        Refused.Transition(() => request.Close(RetrainingDecision.Promote(TriggerReason.Drift, At(2))), "another version");
        Assert.Equal(RetrainingRequestState.Open, request.State);
    }

    [Fact]
    public void A_withdrawn_request_has_a_reason_and_stays_as_it_is()
    {
        var request = Open();
        request.Withdraw("The data was wrong.", "bob", At(1));
        Assert.Equal(
            (RetrainingRequestState.Withdrawn, "The data was wrong.", "bob", At(1)),
            (request.State, request.WithdrawalReason, request.ClosedBy, request.ClosedAt));
        Refused.Transition(() => request.Withdraw("again", "eve", At(2)), "was closed at", "bob");
        Refused.Transition(() => request.Answer(_version, At(2)), "was closed at");
        Assert.Null(request.AnsweredAt);
    }

    [Fact]
    public void A_version_of_another_model_is_no_answer() =>
        Refused.Transition(() => Open("other").Answer(_version, At(1)), "'other'", "another model");

    [Fact]
    public void A_clock_that_is_behind_loses_no_answer_and_no_decision()
    {
        var request = Open();
        request.Answer(_version, At(-5));
        request.Close(RetrainingDecision.Reject(TriggerReason.Drift, ["worse"], At(-4), About(_version)));
        Assert.Equal((At(0), At(0)), (request.AnsweredAt, request.ClosedAt));
    }

    private static DateTimeOffset At(int minute) => Sample.Time.AddMinutes(minute);

    private static DecisionEvidence About(ModelVersion version) => new() { CandidateVersionId = version.Id, DecidedBy = "ann" };

    private RetrainingRequest Open(string? model = null) =>
        RetrainingRequest.Open(model ?? _version.ModelName, TriggerReason.Drift, "The prices have changed.", "ann", At(0));
}
