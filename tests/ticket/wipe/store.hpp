// A store on the stack that gets a ticket with this session, and ends, wiped as stated. Returns whether it was kept.
#pragma once

#include "flintls/ticket/store.hpp"

extern "C" {

bool flintls_wipe_store_clears(flintls::session const* s, flintls::new_session_ticket const* m); ///< by clear()
bool flintls_wipe_store_drops(flintls::session const* s, flintls::new_session_ticket const* m);  ///< by drop()
bool flintls_wipe_store_assigns(flintls::session const* s,
                                flintls::new_session_ticket const* m);                           ///< by assignment
bool flintls_wipe_store_leaves(flintls::session const* s, flintls::new_session_ticket const* m); ///< by its destructor
bool flintls_wipe_store_copies(flintls::session const* s,
                               flintls::new_session_ticket const* m); ///< control: a copy stays
}
