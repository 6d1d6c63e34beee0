"""The decision API under Django's own handler, its description, and where machines find both."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from gateway.authzen import search_exchange
from gateway.authzen.exchange import Answer, Head, respond
from gateway.authzen.openapi import description


@csrf_exempt
def ask(request: HttpRequest) -> HttpResponse:
    """Both evaluation endpoints: a key, not a session, says who asks."""
    return _response(respond(Head.of(request.META), request.read))


@csrf_exempt
def elsewhere(request: HttpRequest, other: str) -> HttpResponse:
    """No endpoint: a machine gets a sentence, not a page."""
    return ask(request)


@csrf_exempt
def search(request: HttpRequest) -> HttpResponse:
    """The three search endpoints."""
    return _response(search_exchange.respond(Head.of(request.META), request.read))


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


@require_GET
def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document of the decision API."""
    return JsonResponse(description(settings.BASE_URL))


@require_GET
def configuration(request: HttpRequest) -> JsonResponse:
    """AuthZEN metadata: where the endpoints are."""
    base = settings.BASE_URL
    return JsonResponse(
        {
            "policy_decision_point": base,
            "access_evaluation_endpoint": f"{base}/access/v1/evaluation",
            "access_evaluations_endpoint": f"{base}/access/v1/evaluations",
            "search_subject_endpoint": f"{base}/access/v1/search/subject",
            "search_resource_endpoint": f"{base}/access/v1/search/resource",
            "search_action_endpoint": f"{base}/access/v1/search/action",
        }
    )
