namespace MlOps.Domain.Retraining;

/// <summary>The part that checks a decision against its own evidence.</summary>
public sealed partial class RetrainingDecision
{
    /// <summary>Whether the decision is one of the gate, with evidence.</summary>
    public bool HasEvidence => EvidenceHash is not null;

    /// <summary>What each rule of the gate found then; empty for a decision that is none of the gate.</summary>
    public IReadOnlyList<GateFinding> ReadFindings() =>
        [.. FindEvidence()?.Findings?.Select(finding => finding.As<GateFinding>()!) ?? []];

    /// <summary>Lets the gate judge the stored evidence again, and compares the verdict with the stored one.</summary>
    /// <exception cref="IllegalTransitionException">It is no decision of the gate.</exception>
    public DecisionReplay Replay()
    {
        if (FindEvidence() is not { } document)
            throw new IllegalTransitionException($"Decision {Id} is not one of the gate, and has no evidence.");

        var hash = GateEvidence.Hash(document.Evidence);
        if (hash != EvidenceHash)
            return new DecisionReplay(null, [$"The evidence has been changed: its hash is {hash}, and was {EvidenceHash}."]);

        var evidence = document.Evidence.As<GateEvidence>()!;
        var verdict = Gate.Judge(evidence);
        return new DecisionReplay(verdict, [.. CompareWith(verdict), .. CompareWith(evidence), .. CompareFindings(verdict)]);
    }

    /// <summary>
    /// Lists what is wrong with the decision by itself: a verdict that its evidence does not give, or an approval by the login that had
    /// asked for it. The decision that it answers must be loaded.
    /// </summary>
    public IReadOnlyList<string> ListFaults()
    {
        if (HasEvidence)
            return FindEvidence() is null ? ["The evidence is missing, and there is a hash of it."] : Replay().Faults;

        if (AnswersDecisionId is null)
            return [];

        if (AnswersDecision is not { } answered)
            throw new IllegalTransitionException($"Decision {Id} answers decision {AnswersDecisionId}, which was not loaded. Load it too.");

        return [.. CompareWith(answered)];
    }

    private EvidenceDocument? FindEvidence() =>
        EvidenceHash is not null && DecisionDetails?.As<EvidenceDocument>() is { Evidence: not null } document ? document : null;

    private IEnumerable<string> CompareWith(GateVerdict verdict)
    {
        if (verdict.Action != Action)
            yield return $"The evidence gives {verdict.Action}, and the decision is {Action}.";
    }

    private IEnumerable<string> CompareWith(GateEvidence evidence)
    {
        if (evidence.Challenger.Id != CandidateVersionId)
            yield return $"The evidence is about version {evidence.Challenger.Id}, and the decision about {CandidateVersionId}.";

        if (evidence.ModelName != ModelName)
            yield return $"The evidence is about model '{evidence.ModelName}', and the decision about '{ModelName}'.";

        if (evidence.Trigger != TriggerReason)
            yield return $"The evidence has the trigger {evidence.Trigger}, and the decision {TriggerReason}.";
    }

    // Sentences may be worded otherwise by a later version, so they are compared with one another, and only the rest with the verdict.
    private IEnumerable<string> CompareFindings(GateVerdict verdict)
    {
        var stored = ReadFindings();
        if (stored.Count != verdict.Findings.Count)
            yield return $"The evidence gives {verdict.Findings.Count} findings, and {stored.Count} are stored.";

        foreach (var (now, then) in verdict.Findings.Zip(stored))
        {
            if (now != then with { Explanation = now.Explanation })
                yield return $"The finding of the rule '{now.Rule}' is another one than the evidence gives.";
        }

        if (!stored.Where(finding => !finding.Passed).Select(finding => finding.Explanation).SequenceEqual(RejectionReasons))
            yield return "The reasons are others than those of the stored findings.";
    }

    private IEnumerable<string> CompareWith(RetrainingDecision answered)
    {
        if (answered.Action != RetrainingAction.PendingApproval)
            yield return $"It answers decision {answered.Id}, which did not wait for approval.";

        if (Action == RetrainingAction.Promote && DecidedLogin == answered.DecidedLogin)
            yield return $"Login '{DecidedLogin}' approved what it had asked for itself, in decision {answered.Id}.";
    }
}
