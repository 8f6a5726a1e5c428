using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Guardrails.Proving;

/// <summary>Asks books of policies everything that must be, over the seats of a catalog.</summary>
public static class Prover
{
    // From there on only what differs is kept: a report of millions is read by nobody.
    const int KeptPairs = 1024;

    /// <summary>The cases that are asked.</summary>
    public static IReadOnlyList<ProofCase> Cases => ProofCases.All;

    /// <summary>The books: as shipped, as printed in each guide, or all of them.</summary>
    public static IReadOnlyList<PolicyBook> Books(ProofWorld world, GuardrailParameters parameters, bool shipped, bool printed)
    {
        var books = new List<PolicyBook>();
        if (shipped)
        {
            books.Add(new ShippedBook(world, parameters));
        }

        if (printed)
        {
            books.AddRange(((Guide[])[Guide.TeamManagement, Guide.ResourceIsolation, Guide.BestPractices]).Select(g => new PrintedBook(g, parameters)));
        }

        return books;
    }

    /// <summary>Proves, on all processors.</summary>
    /// <param name="world">The seats.</param>
    /// <param name="plan">How much is asked.</param>
    /// <param name="books">The books to ask.</param>
    /// <param name="parameters">The tag keys and networks.</param>
    /// <param name="ct">Stops it.</param>
    public static ProofResult Prove(ProofWorld world, ProofPlan plan, IReadOnlyList<PolicyBook> books, GuardrailParameters parameters, CancellationToken ct)
    {
        var pairs = plan.PairsOf(world);
        var keys = new RequestKeys(parameters);
        var jobs = (from proofCase in Cases from book in books where Answers(book, proofCase) select new CaseProof(proofCase, book)).ToList();
        Parallel.ForEach(jobs, new ParallelOptions { CancellationToken = ct }, job => Run(job, world, pairs, keys, ct));
        return new(world, plan, books, [.. jobs.Where(j => j.Asked > 0)], Vectors(books));
    }

    static bool Answers(PolicyBook book, ProofCase proofCase) => book is not PrintedBook printed || proofCase.Promised.HasFlag(printed.Guide);

    // They speak of values that are approved and of values that are not, so they hold for the parameters as they are unless set.
    static List<VectorResult> Vectors(IReadOnlyList<PolicyBook> books)
    {
        var (shipped, printed) = (books.Any(b => b is ShippedBook), books.Any(b => b is PrintedBook));
        return [.. GuardrailVectors.RunAll(GuardrailParameters.Default).Where(v => v.Form is PolicyForm.Fixed ? shipped : printed)];
    }

    static void Run(CaseProof job, ProofWorld world, IReadOnlyList<(int Asking, int Target)> pairs, RequestKeys keys, CancellationToken ct)
    {
        foreach (var (pair, cell) in AskPairs(job.Case, job.Book, world, pairs, keys, ct))
        {
            job.Add(pair, cell, pairs.Count <= KeptPairs);
        }
    }

    /// <summary>Asks a book one case over pairs of seats, in their order.</summary>
    internal static IEnumerable<ProofCell> Ask(
        ProofCase asked, PolicyBook book, ProofWorld world, IReadOnlyList<(int Asking, int Target)> pairs, RequestKeys keys, CancellationToken ct)
        => AskPairs(asked, book, world, pairs, keys, ct).Select(a => a.Cell);

    static IEnumerable<((int Asking, int Target) Pair, ProofCell Cell)> AskPairs(
        ProofCase asked, PolicyBook book, ProofWorld world, IReadOnlyList<(int Asking, int Target)> pairs, RequestKeys keys, CancellationToken ct)
    {
        var actors = world.Seats.Select(s => new Actor(asked.Actor, s)).ToArray();
        foreach (var pair in pairs)
        {
            ct.ThrowIfCancellationRequested();
            var (actor, target) = (actors[pair.Asking], world.Seats[pair.Target]);
            if (!asked.Concerns(actor.Seat, target) || book.PoliciesOf(actor) is not { } policies)
            {
                continue;
            }

            var (principal, expected) = (actor.Principal, asked.Allowed(actor.Seat, target));
            foreach (var ask in asked.Asks(keys, actor.Seat, target))
            {
                yield return (pair, new(actor.Seat, target, ask.Action, ask.Resource, expected, Decide(book, policies, actor, principal, target, ask, keys)));
            }
        }
    }

    static Decision Decide(PolicyBook book, PolicySet policies, Actor actor, RequestPrincipal principal, Seat target, Ask ask, RequestKeys keys)
    {
        var context = keys.Of(actor);
        ask.Keys?.Invoke(context);
        var around = ask.Trust is TrustedRole.None ? policies : policies with { Resource = book.TrustOf(ask.Trust, target) };
        return PolicyEvaluator.Decide(around, new(ask.Action, ask.Resource, context) { Principal = principal });
    }
}
